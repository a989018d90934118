"""Takes what rooms have to show; gives the frame, the components and the front end around it."""
