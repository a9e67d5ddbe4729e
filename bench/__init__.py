"""The benchmarks: what OS1 costs and how well she recalls, with others beside her in the same run."""
