"""Short reports, written for the tests: one happening in two outlets, a reprint, a denial, another story, hostile text."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.desk import take_in
from onrecord.export.codec import JsonCodec
from onrecord.ingest import IngestOptions
from onrecord.pipeline import Recorder
from onrecord.store import Store

_WIRE = """Riot police attack striking dockers in Gdynia, two injured

GDYNIA, March 3 (Harbour Wire) - Riot police attacked striking dockers at the port of Gdynia on Tuesday, injuring two people, the dockers' union said.

"They hit us without a warning, and then they used gas," union leader Zofia Kamińska told Harbour Wire.

Police spokesman Adam Wrona said that officers had been pelted with stones.

The dockers have been on strike since Friday. Kamińska said that the strike would go on until the port paid the wages of February.
"""

_POST = """Police attack dockers at Gdynia port

Riot police attacked striking dockers at the port of Gdynia on Tuesday, and at least two people were injured, hospital director Piotr Lis told the Evening Post.

"They hit us without a warning," said Zofia Kaminska, who leads the union of the dockers.

Lis said that one of the injured dockers was in a serious condition.

The mayor of Gdynia, Ewa Stolarz, called on both sides to talk.
"""

_DENIAL = """Minister denies that police attacked dockers in Gdynia

WARSAW, March 4 - Interior Minister Jan Sobol denied on Wednesday that riot police had attacked striking dockers at the port of Gdynia.

"No docker was injured in Gdynia on Tuesday," Sobol told reporters in Warsaw.

He accused the union leader Zofia Kamińska of spreading lies.

Kamińska said that she would take the minister to court.
"""

_FARMERS = """Farmers block roads around Kraków

KRAKÓW, March 17 - Hundreds of farmers blocked three roads around Kraków on Tuesday to protest against cheap grain from abroad.

"We cannot sell our wheat at this price," said Marek Nowicki, who grows wheat near the city.

Agriculture Minister Barbara Wolska said that she would meet the farmers on Thursday.
"""

_FARMERS_TOO = """Tractors bring Kraków to a halt

Farmers protested against cheap grain in Kraków on Tuesday and blocked three roads with tractors, police said.

Agriculture Minister Barbara Wolska promised to meet the farmers on Thursday.

Marek Nowicki, a farmer, said that nobody could live on such prices.

"I have lost half of my income," said Karol Lis, who brought the first tractor.
"""

_HOSTILE = """=HYPERLINK("http://evil.example","\u202efree\u202c") \x1b[31mtoll\x1b[0m of the storm

A storm sank the trawler \u202eOrlik\u202c off Hel on Saturday, the skipper Leon \x1b[2JZaremba said.

"=1+1 is what the insurer pays," Zaremba said.

"@SUM(A1) -2+3 and more," he added.
"""

_LATER = """Dockers of Gdynia go back to work

GDYNIA, March 6 - Striking dockers went back to work at the port of Gdynia on Friday, their union leader Zofia Kamińska said.

"The port has paid the wages of February," Kamińska told Harbour Wire.
"""

REPORTS = {
    "wire.txt": (_WIRE, "Harbour Wire", "2026-03-03T09:00:00+01:00"),
    "courier.txt": (_WIRE, "Baltic Courier", "2026-03-03T10:30:00+01:00"),
    "post.txt": (_POST, "Evening Post", "2026-03-03T13:00:00+01:00"),
    "tribune.txt": (_DENIAL, "Northern Tribune", "2026-03-04T11:00:00+01:00"),
    "farmers.txt": (_FARMERS, "Evening Post", "2026-03-17T15:00:00+01:00"),
    "tractors.txt": (_FARMERS_TOO, "Baltic Courier", "2026-03-17T18:00:00+01:00"),
    "hostile.txt": (_HOSTILE, "=Ou\u202etlet\x1b[0m", "2026-04-05"),
}
"""Text, outlet and time of publication, by file name."""

LATER = {"later.txt": (_LATER, "Harbour Wire", "2026-03-06T12:00:00+01:00")}
"""A report that comes when the others are in."""


def add_reports(
    database: Path, folder: Path, reports: dict[str, tuple[str, str, str]], recorder: Recorder
) -> dict[str, str]:
    """Put reports into a store and return their keys by file name."""
    entries = []
    for name, (text, outlet, published) in reports.items():
        (folder / name).write_text(text, "utf-8", newline="")
        url = f"https://{name.removesuffix('.txt')}.example/report"
        entries.append({"file": name, "outlet": outlet, "published": published, "url": url})
    manifest = folder / f"{next(iter(reports))}.json"
    manifest.write_text(json.dumps(entries), "utf-8")
    with Store.open(database, codec=JsonCodec()) as store:
        taken = list(
            take_in(store, [], recorder=lambda: recorder, options=IngestOptions(), manifests=[str(manifest)])
        )
    assert [one.problem for one in taken] == [None] * len(reports)
    return {name: str(one.key) for name, one in zip(reports, taken, strict=True)}
