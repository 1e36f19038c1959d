"""The demo's mail: what the embedded default wrote into a folder instead of sending it."""
