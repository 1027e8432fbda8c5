// Placeholder so that the target builds while it is being written.
