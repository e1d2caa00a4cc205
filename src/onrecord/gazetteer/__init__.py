"""Places, countries and regions by name: a compact gazetteer that is shipped with the package.

`Gazetteer.load()` opens it; `find` gives every place of a name, `country` and `demonym` the countries.
The places come from GeoNames (CC BY 4.0); `python -m gazetteer.build` in the repository makes the file.
"""

from onrecord.gazetteer.index import Gazetteer
from onrecord.gazetteer.names import normalise_name
from onrecord.gazetteer.pack import PackedPlace, read_pack, write_pack
from onrecord.gazetteer.rows import Country, PlaceRow

__all__ = ["Country", "Gazetteer", "PackedPlace", "PlaceRow", "normalise_name", "read_pack", "write_pack"]
