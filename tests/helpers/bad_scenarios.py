"""Scenario files that must be refused, made from the shipped one-aircraft, and a few that look odd and must play.

``cases(text)`` gives name -> bytes; ``PLACES`` says where each finding belongs (line, column, field).
"""

from __future__ import annotations

VALID = ("S12d id no", "S17b site off terrain", "X17 dateline")
PLACES = {
    "S01a empty": "1:1: ",
    "S01b comments": "1:1: ",
    "S02c ff": ": ",
    "S03a tab": "20:1: ",
    "S03b bracket": "15:1: ",
    "S05 dupkey": "8:1: duration_s: ",
    "S06 aliases": "1:4: a: ",
    "S07b tag float": "7:13: duration_s: ",
    "S10 missing": "2:1: ",
    "S11a unit": "7:13: duration_s: ",
    "S11b unit plain": "7:13: duration_s: ",
    "S11c list for number": "7:13: duration_s: ",
    "S12a octal": "33:25: batteries.battery.launchers[0].count: ",
    "S12f underscore": "7:13: duration_s: ",
    "S12g hex": "7:13: duration_s: ",
    "S14c rcs 0": "44:13: threats.aircraft.rcs_m2: ",
    "S14e load neg": "33:49: batteries.battery.launchers[0].load.48N6E3: ",
    "S14f launcher count 0": "33:25: batteries.battery.launchers[0].count: ",
    "S14j start negative": "45:14: threats.aircraft.start_s: ",
    "S16a lat 91": "22:9: radars.search.at: ",
    "S16b lon 361": "22:43: radars.search.at.longitude_deg: ",
    "S16c height -20000": "49:64: threats.aircraft.route.points[0].height_m: ",
    "S18a range 80000km": "51:34: figures.91N6E.instrumented_range_km: ",
    "S18d rcs 1e9": "44:13: threats.aircraft.rcs_m2: ",
    "S19c case ids": "38:9: assets.town: ",
    "S20 unknown missile": "33:58: batteries.battery.launchers[0].load.48N6E9: ",
    "S20b unknown radar type": "21:11: radars.search.type: ",
    "S20c unknown command": "23:14: radars.search.command: ",
    "S22a policy abs": "16:31: commands.post.policy: ",
    "S22b policy up": "16:31: commands.post.policy: ",
    "S22c type up": "21:11: radars.search.type: ",
    "S22d type dev": "21:11: radars.search.type: ",
    "S22e statevec dev": "51:60: others.civ.route.file: ",
    "S22g statevec url": "51:60: others.civ.route.file: ",
    "S24a tick 0": "9:9: tick_s: ",
    "S24c tick 1e-9": "9:9: tick_s: ",
    "S24e tick not dividing": "9:9: tick_s: ",
    "S26a nested 3000": "1:36: a" + "[0]" * 32 + ": ",
    "S26b 5000 digits": "7:13: duration_s: ",
    "S26b2 5000 digit int": "33:25: batteries.battery.launchers[0].count: ",
    "S26b3 20 digit int": "33:25: batteries.battery.launchers[0].count: ",
    "S26c 7MB name": "37:16: assets.town.name: ",
    "S26c2 10MB name": ": ",
    "S26d ansi": "37:16: assets.town.name: ",
    "S26d2 ansi in bad value": "21:11: radars.search.type: ",
    "S26e rtl": "37:16: assets.town.name: ",
    "S26f nul": "37:16: assets.town.name: ",
    "S26g surrogate": "37:19: ",
    "S27a threat count 1e6": "45:12: threats.aircraft.count: ",
    "S27c same points": "50:11: threats.aircraft.route.points[1]: ",
    "S27d jump speed": "49:83: threats.aircraft.route.points[0].speed_mps: ",
    "S28a min>max range": "51:12: figures.48N6E3.envelope: ",
    "S28b burn": "51:12: figures.48N6E3.motor: ",
    "S28d spread falls": "51:34: figures.91N6E.instrumented_range_km: ",
    "S30a future schema": "2:9: schema: ",
    "S30b missing schema": "3:1: ",
    "S30c foreign schema": "2:9: schema: ",
    "X02 choose unknown": "50:10: choose.org: ",
    "X03 notes text": "50:8: notes: ",
    "X04 key null": "50:1: ~: ",
    "X06 aims at nothing": "45:14: threats.aircraft.aims_at: ",
    "X07 two radars one id as battery-radar": "21:5: radars.battery-radar: ",
    "X08 id 65 chars": "37:70: assets.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt: ",
    "X09 id dots": "37:3: assets.to.wn: ",
    "X11 duplicates point duplicates far terrain": "12:10: terrain: ",
    "X12 fractal huge": "12:10: terrain: ",
    "X13 fractal nan-ish": "12:36: terrain.relief_m: ",
    "X14 ridge half width tiny": "12:39: terrain.half_width_km: ",
    "X16 pole": "12:10: terrain: ",
    "S130 .nan": "7:13: duration_s: ",
    "S131 .inf": "7:13: duration_s: ",
    "S132 -.inf": "7:13: duration_s: ",
    "S133 nan": "7:13: duration_s: ",
    "S134 NaN": "7:13: duration_s: ",
    "S135 Infinity": "7:13: duration_s: ",
    "S136 1e400": "7:13: duration_s: ",
    "S137 -1e400": "7:13: duration_s: ",
    "S13r0 .nan rcs": "44:13: threats.aircraft.rcs_m2: ",
    "S13r1 1e400 rcs": "44:13: threats.aircraft.rcs_m2: ",
    "S09 unknown key": "32:5: batteries.battery.boresigt_deg: ",
}


def cases(text: str) -> dict[str, bytes]:
    """Every case; ``text`` is the text of one-aircraft."""

    def rep(a, b, n=1):
        assert a in text, a
        return text.replace(a, b, n)

    made = {}
    made["S01a empty"] = b""
    made["S01b comments"] = b"# hi\n"
    made["S02c ff"] = text.encode() + b"\xff"
    made["S03a tab"] = rep("  search:", "\tsearch:")
    made["S03b bracket"] = rep("{kind: flat}", "{kind: flat")
    made["S05 dupkey"] = rep("duration_s: 900.0", "duration_s: 900.0\nduration_s: 90.0")
    made["S06 aliases"] = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n" + text
    made["S07b tag float"] = rep("900.0", "!!float 900.0")
    made["S09 unknown key"] = rep("    boresight_deg", "    boresigt_deg")
    made["S10 missing"] = rep("duration_s: 900.0", "")
    made["S11a unit"] = rep("900.0", '"900 s"')
    made["S11b unit plain"] = rep("900.0", "15 min")
    made["S11c list for number"] = rep("900.0", "[900]")
    made["S12a octal"] = rep("count: 1", "count: 010")
    made["S12d id no"] = text.replace("town", "no")
    made["S12f underscore"] = rep("900.0", "1_000")
    made["S12g hex"] = rep("900.0", "0x1F")
    made["S14c rcs 0"] = rep("rcs_m2: 4.0", "rcs_m2: 0")
    made["S14e load neg"] = rep("48N6E3: 4", "48N6E3: -4")
    made["S14f launcher count 0"] = rep("count: 1", "count: 0")
    made["S14j start negative"] = rep("rcs_m2: 4.0", "rcs_m2: 4.0\n    start_s: -5")
    made["S16a lat 91"] = rep("latitude_deg: 40.0, longitude_deg: 33.0", "latitude_deg: 91, longitude_deg: 33.0")
    made["S16b lon 361"] = rep("latitude_deg: 40.0, longitude_deg: 33.0", "latitude_deg: 40, longitude_deg: 361")
    made["S16c height -20000"] = rep("height_m: 8000.0", "height_m: -20000")
    made["S17b site off terrain"] = rep("{kind: flat}", "{kind: flat, latitude_deg: -40.0, longitude_deg: 33.0}")
    made["S18a range 80000km"] = text + "figures:\n  91N6E: {instrumented_range_km: 80000}\n"
    made["S18d rcs 1e9"] = rep("rcs_m2: 4.0", "rcs_m2: 1.0e9")
    made["S19c case ids"] = rep(
        "assets:\n", "assets:\n  Town: {name: A, at: {latitude_deg: 40.0, longitude_deg: 32.8}}\n"
    )
    made["S20 unknown missile"] = rep("48N6E3: 4", "48N6E9: 4")
    made["S20b unknown radar type"] = rep("type: 91N6E", "type: 91N6F")
    made["S20c unknown command"] = rep("command: post", "command: psot")
    made["S22a policy abs"] = rep("{type: 55K6E}", "{type: 55K6E, policy: /etc/passwd.py:f}")
    made["S22b policy up"] = rep("{type: 55K6E}", "{type: 55K6E, policy: ../../x.py:f}")
    made["S22c type up"] = rep("type: 91N6E", "type: ../../../etc/hostname.yaml")
    made["S22d type dev"] = rep("type: 91N6E", "type: /dev/zero.yaml")
    made["S22e statevec dev"] = (
        text + "others:\n  civ: {type: airliner, route: {kind: state_vectors, file: /etc/passwd}}\n"
    )
    made["S22g statevec url"] = (
        text + "others:\n  civ: {type: airliner, route: {kind: state_vectors, file: 'https://example.org/a.csv'}}\n"
    )
    made["S24a tick 0"] = rep("tick_s: 1.0", "tick_s: 0")
    made["S24c tick 1e-9"] = rep("tick_s: 1.0", "tick_s: 1.0e-9")
    made["S24e tick not dividing"] = rep("tick_s: 1.0", "tick_s: 0.7")
    made["S26a nested 3000"] = "a: " + "[" * 3000 + "]" * 3000 + "\n" + text
    made["S26b 5000 digits"] = rep("900.0", "9" * 5000)
    made["S26b2 5000 digit int"] = rep("count: 1", "count: " + "9" * 5000)
    made["S26b3 20 digit int"] = rep("count: 1", "count: 99999999999999999999")
    made["S26c 7MB name"] = rep("name: Town", "name: " + "T" * 7000000)
    made["S26c2 10MB name"] = rep("name: Town", "name: " + "T" * 10000000)
    made["S26d ansi"] = rep("name: Town", 'name: "\\e[31mRED\\e]0;pwn\\a"')
    made["S26d2 ansi in bad value"] = rep("type: 91N6E", 'type: "\\e[31m\\e]0;pwn\\a91"')
    made["S26e rtl"] = rep("name: Town", 'name: "\\u202Enwot"')
    made["S26f nul"] = rep("name: Town", 'name: "a\\0b"')
    made["S26g surrogate"] = rep("name: Town", 'name: "\\uD800"')
    made["S27a threat count 1e6"] = rep("rcs_m2: 4.0", "rcs_m2: 4.0\n    count: 1000000")
    made["S27c same points"] = rep(
        "        - {latitude_deg: 40.0, longitude_deg: 35.35, height_m: 8000.0, speed_mps: 250.0}",
        "\n".join(["        - {latitude_deg: 40.0, longitude_deg: 35.35, height_m: 8000.0, speed_mps: 250.0}"] * 2),
    )
    made["S27d jump speed"] = rep("speed_mps: 250.0", "speed_mps: 99999999")
    made["S28a min>max range"] = text + "figures:\n  48N6E3: {envelope: {min_range_km: 900}}\n"
    made["S28b burn"] = text + "figures:\n  48N6E3: {motor: {burn_s: 9999}}\n"
    made["S28d spread falls"] = (
        text + "figures:\n  91N6E: {instrumented_range_km: {low: 500, nominal: 400, high: 300}}\n"
    )
    made["S30a future schema"] = rep("scenario/1", "scenario/9")
    made["S30b missing schema"] = rep("schema: scenario/1", "")
    made["S30c foreign schema"] = rep("scenario/1", "other/1")
    made["X02 choose unknown"] = text + "choose: {org: A}\n"
    made["X03 notes text"] = text + "notes: hello\n"
    made["X04 key null"] = text + "~: 1\n"
    made["X06 aims at nothing"] = rep("aims_at: town", "aims_at: twon")
    made["X07 two radars one id as battery-radar"] = rep("  search:", "  battery-radar:")
    made["X08 id 65 chars"] = text.replace("town", "t" * 65)
    made["X09 id dots"] = text.replace("town", "to.wn")
    made["X11 duplicates point duplicates far terrain"] = rep("{kind: flat}", "{kind: flat, size_km: 4000, step_m: 10}")
    made["X12 fractal huge"] = rep("{kind: flat}", "{kind: fractal, size_km: 4000, step_m: 10}")
    made["X13 fractal nan-ish"] = rep("{kind: flat}", "{kind: fractal, relief_m: 1.0e300}")
    made["X14 ridge half width tiny"] = rep("{kind: flat}", "{kind: ridge, half_width_km: 1e-300}")
    made["X16 pole"] = text.replace("latitude_deg: 40.0", "latitude_deg: 90.0")
    made["X17 dateline"] = (
        text.replace("longitude_deg: 33.0", "longitude_deg: 179.9").replace("32.9", "179.8").replace("35.35", "-178.0")
    )
    for i, v in enumerate([".nan", ".inf", "-.inf", "nan", "NaN", "Infinity", "1e400", "-1e400"]):
        made[f"S13{i} {v}"] = rep("900.0", v)
    for i, v in enumerate([".nan", "1e400"]):
        made[f"S13r{i} {v} rcs"] = rep("rcs_m2: 4.0", "rcs_m2: " + v)
    return {k: v if isinstance(v, bytes) else v.encode("utf-8", "surrogatepass") for k, v in made.items()}
