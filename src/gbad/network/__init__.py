"""tracks -> air picture: links with latency and loss, association across radars, cues back to radars."""

from gbad.network.network import NetworkState, Rules, arrivals, cues, send, share, start

__all__ = ["NetworkState", "Rules", "arrivals", "cues", "send", "share", "start"]
