"""The dashboard on a terminal. Draws a Board; computes no state, reads no store, opens no network."""
