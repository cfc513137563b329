"""The company's own side of v2: everything that an admin of the programme can see and do, a file per noun."""
