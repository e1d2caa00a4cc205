"""What the tests of training share."""

from training.tests.made_up import example, vocabulary

__all__ = ["example", "vocabulary"]
