"""Builds the gazetteer that the package ships: `python -m gazetteer.build --out src/onrecord/resources`."""
