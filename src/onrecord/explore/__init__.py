"""The local web application: who says what, on whose word, and where the words stand. `onrecord serve` opens it."""
