"""The index of paragraphs: where each paragraph of the working modalities lives in code and tests."""
