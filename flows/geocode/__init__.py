"""Address -> place: who is asked, what an answer is worth, and the step itself, `placing`."""
