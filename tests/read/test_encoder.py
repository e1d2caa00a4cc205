"""The encoder as it runs."""

from onrecord.read.reader import Reader


def test_products_are_summed_whole_on_every_processor() -> None:
    """Else reports are read otherwise where the processor lacks VNNI; it cannot be told from results where it has it."""
    options = Reader.load().encoder._session.get_session_options()
    assert options.get_session_config_entry("session.x64quantprecision") == "1"
