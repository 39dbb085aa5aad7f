"""A text of our own to anchor things in; every name in it is invented."""

TEXT = """\
Two versions of a flood

The gates of the Harrow dam stood open for six hours, Commissioner Ilse Brandt told \
the inquiry on Tuesday. “Nobody asked me to close them,” she said. “Had they asked, \
I would have closed them at once.”

Her deputy remembers it otherwise. “I telephoned three times before midnight,” Tomas \
Ekeland said, “and nobody picked up.”

The water reached the mill quarter at 2 a.m. and stood 4.5 metres high by dawn. About \
340 people were taken to the school on the hill.

“Yes,” Ms. Brandt answered when the chair asked whether the telephone had worked. \
She did not say who had been sitting beside it.

The river authority published its own log in March: it lists two calls, both after \
midnight, and no reply. Mr. Ekeland called the log incomplete."""
