"""Makes golden-logits.json: the logits of transformers for the model directories that GoldenLogits.java wrote.

usage: golden_logits.py DIR > golden-logits.json
"""
import json, pathlib, sys
import torch, transformers

ids = torch.tensor([[i * 7 % 30 for i in range(20)]])
golden = []
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    with torch.no_grad():
        golden.append([round(x, 7) for x in model(ids).logits.flatten().tolist()])
json.dump(golden, sys.stdout)
