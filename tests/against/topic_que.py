"""Fire channels as servers: loss, delay, finite raids, finite queues."""

from reference_values import Topic

from gbad.textbook import raids

topic = Topic("que")


@topic.claim(
    needs={"channels", "offered_load"}, gives={"erlang_b", "carried", "erlang_c", "mean_wait_in_service_times"}
)
def channels(given):
    count, load = int(given["channels"]), given["offered_load"]
    lost = raids.erlang_b(count, load)
    answer = {"erlang_b": lost, "carried": load * (1.0 - lost)}
    if load < count:
        answer |= {
            "erlang_c": raids.erlang_c(count, load),
            "mean_wait_in_service_times": raids.mean_wait_in_service_times(count, load),
        }
    return answer


@topic.claim(needs={"sources", "channels", "load_per_idle_source"}, gives={"time_congestion", "call_congestion"})
def finite_raid(given):
    found = raids.engset(int(given["sources"]), int(given["channels"]), given["load_per_idle_source"])
    return {"time_congestion": found.time_congestion, "call_congestion": found.call_congestion}


@topic.claim(
    needs={"arrival_rate", "service_rate", "channels", "capacity"}, gives={"blocked", "mean_queue", "mean_wait"}
)
def finite_queue(given):
    found = raids.finite_queue(
        given["arrival_rate"], given["service_rate"], int(given["channels"]), int(given["capacity"])
    )
    return {"blocked": found.blocked, "mean_queue": found.mean_queue, "mean_wait": found.mean_wait_s}
