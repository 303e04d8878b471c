"""The version, said once: packaging, ``gbad version`` and every manifest read it here."""

VERSION = "0.1.0"
