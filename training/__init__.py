"""Training of OnRecord's weights. Needs torch; nothing here is needed to run OnRecord."""
