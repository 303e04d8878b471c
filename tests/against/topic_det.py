"""Detection statistics: exact probabilities, thresholds, pocket formulas, CFAR, M of N, cumulative."""

from reference_values import Topic

from gbad.physics.waves import from_db
from gbad.sensing import detection
from gbad.textbook import cfar, detection_rules

topic = Topic("det")


@topic.claim(needs={"pfa", "snr_per_pulse", "pulses", "swerling"}, gives={"threshold", "pd"})
def one_look(given):
    snr = from_db(given["snr_per_pulse"])
    return {
        "threshold": detection.threshold(given["pfa"], given["pulses"]),
        "pd": detection.detection_probability(snr, given["pfa"], given["pulses"], given["swerling"]),
    }


@topic.claim(needs={"pfa", "pulses"}, gives={"threshold"})
def threshold(given):
    return {"threshold": detection.threshold(given["pfa"], given["pulses"])}


@topic.claim(needs={"pd", "pfa", "pulses", "swerling"}, gives={"snr", "exact", "shnidman"})
def required(given):
    case = tuple(given[name] for name in ("pd", "pfa", "pulses", "swerling"))
    exact = detection.required_snr_db(*case)
    return {"snr": exact, "exact": exact, "shnidman": detection_rules.shnidman_snr_db(*case)}


@topic.claim(needs={"pd", "pfa", "pulses"}, gives={"albersheim", "exact_square_law"}, where="Albersheim")
def steady_target(given):
    case = tuple(given[name] for name in ("pd", "pfa", "pulses"))
    return {
        "albersheim": detection_rules.albersheim_snr_db(*case),
        "exact_square_law": detection.required_snr_db(*case, swerling=0),
    }


@topic.claim(needs={"reference_cells", "pfa", "snr"}, gives={"alpha", "pd", "cfar_loss"})
def cell_averaging(given):
    snr, pfa, cells = from_db(given["snr"]), given["pfa"], given["reference_cells"]
    return {
        "alpha": cfar.multiplier(pfa, cells),
        "pd": cfar.detection_probability(snr, pfa, cells),
        "cfar_loss": cfar.loss_db(snr, pfa, cells),
    }


@topic.claim(needs={"m", "n", "pd_single", "pfa_single"}, gives={"pd", "pfa"})
def binary_integration(given):
    return {
        "pd": detection.m_of_n_probability(given["pd_single"], given["m"], given["n"]),
        "pfa": detection.m_of_n_probability(given["pfa_single"], given["m"], given["n"]),
    }


@topic.claim(needs={"pd", "looks"}, gives={"cumulative_pd", "mean_looks"})
def many_looks(given):
    return {
        "cumulative_pd": detection_rules.cumulative_probability(given["pd"], given["looks"]),
        "mean_looks": detection_rules.mean_looks(given["pd"]),
    }
