"""How the tagger's weights are made (`make model`): needs PyTorch, which annotating never does."""
