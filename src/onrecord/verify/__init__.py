"""Whether the words in an export are still those of the reports: what `onrecord verify` asks.

`check.verify_export` holds an export against reports, which `stored` finds in records or in a folder.
"""
