"""Makes golden-lstm.json: what PyTorch's nn.LSTM makes of two texts of five steps, in fp64, and the gradients.

Inputs, weights, biases, first output and first cell are 0.8 cos(i + 1), i counting within each from 0 (PyTorch adds a
second bias, which is 0 here). The loss is the sum over the outputs of output · sin(i + 1).

usage: golden_lstm.py > golden-lstm.json
made with: PyTorch 2.15.0
"""
import json, sys
import torch

BATCH, STEPS, INPUTS, WIDTH = 2, 5, 3, 4


def values(*shape):
    n = torch.Size(shape).numel()
    return (0.8 * torch.cos(torch.arange(1, 1 + n, dtype=torch.float64))).reshape(shape).requires_grad_()


lstm = torch.nn.LSTM(INPUTS, WIDTH, batch_first=True, dtype=torch.float64)
given = {"inputs": values(BATCH, STEPS, INPUTS), "inputWeight": values(4 * WIDTH, INPUTS), "weight": values(4 * WIDTH, WIDTH),
         "bias": values(4 * WIDTH), "output": values(BATCH, WIDTH), "cell": values(BATCH, WIDTH)}
weights = {"weight_ih_l0": given["inputWeight"], "weight_hh_l0": given["weight"], "bias_ih_l0": given["bias"],
           "bias_hh_l0": torch.zeros(4 * WIDTH, dtype=torch.float64)}
out, (_, cell) = torch.func.functional_call(lstm, weights, (given["inputs"], (given["output"][None], given["cell"][None])))
(out * torch.sin(torch.arange(1, 1 + out.numel(), dtype=torch.float64)).reshape(out.shape)).sum().backward()


def listed(x):
    return [round(v, 9) for v in x.flatten().tolist()]


json.dump({"out": listed(out), "lastCell": listed(cell), "gradients": {n: listed(x.grad) for n, x in given.items()}}, sys.stdout, indent=0)
