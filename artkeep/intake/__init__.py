"""Where sites meet the library: the one road by which a picture comes in or is recognised."""
