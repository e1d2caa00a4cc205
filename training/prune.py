"""Take heads of attention and inner units out of a trained encoder: those whose absence the losses would feel least.

How much one matters is told to the first order: what it puts out times what the losses would change with it, summed over
word pieces (Molchanov et al. 2017; of heads, Michel et al. 2019). On windows of 250 word pieces the heads are half of what
the encoder costs, the inner units most of the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import torch
from torch import Tensor, nn

from training.batches import Item, collate, make_batches
from training.losses import WEIGHTS, batch_losses
from training.network import Network, Sizes

_BATCHES = 60
_PIECES = 2048


def prune(net: Network, items: list[Item], sizes: Sizes, *, seed: int) -> Network:
    """Return a network of other sizes with the heads and inner units of each layer that matter most on some of the windows.

    Raises:
        ValueError: the sizes ask for more than the network has.
    """
    if sizes == net.sizes:
        return net
    smaller = Network(sizes)
    state = net.state_dict()
    for i, (of_heads, of_units) in enumerate(_scores(net, items, seed)):
        at = f"encoder.layers.{i}."
        heads, units = _best(of_heads, sizes.heads), _best(of_units, sizes.inner)
        rows = (heads[:, None] * sizes.size + torch.arange(sizes.size)).flatten()
        all_rows = torch.cat([k * net.sizes.heads * sizes.size + rows for k in range(3)])
        state |= {
            f"{at}qkv.weight": state[f"{at}qkv.weight"][all_rows],
            f"{at}qkv.bias": state[f"{at}qkv.bias"][all_rows],
            f"{at}out.weight": state[f"{at}out.weight"][:, rows],
            f"{at}up.weight": state[f"{at}up.weight"][units],
            f"{at}up.bias": state[f"{at}up.bias"][units],
            f"{at}down.weight": state[f"{at}down.weight"][:, units],
        }
        kept = [
            float(own[chosen].sum() / own.sum()) for own, chosen in ((of_heads, heads), (of_units, units))
        ]
        print(f"layer {i} keeps of what matters: heads {kept[0]:.3f}, inner units {kept[1]:.3f}", flush=True)
    smaller.load_state_dict(state)
    return smaller


def _best(scores: Tensor, n: int) -> Tensor:
    """Return the numbers of the n highest scores, in order."""
    if n > len(scores):
        raise ValueError(f"{n} are to be kept of {len(scores)}")
    return scores.topk(n).indices.sort().values


def _scores(net: Network, items: list[Item], seed: int) -> list[tuple[Tensor, Tensor]]:
    """Return, for each layer, how much each of its heads and each of its inner units matters."""
    layers = list(net.encoder.layers)
    matters = [[torch.zeros(part.in_features) for part in (layer.out, layer.down)] for layer in layers]

    def watch(total: Tensor) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        def hook(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            put_out = inputs[0]

            def add(slope: Tensor) -> None:
                total.add_((put_out.detach() * slope).float().abs().sum((0, 1)))

            put_out.register_hook(add)

        return hook

    hooks = [
        part.register_forward_pre_hook(watch(total))
        for layer, totals in zip(layers, matters, strict=True)
        for part, total in zip((layer.out, layer.down), totals, strict=True)
    ]
    net.eval()
    for chosen in islice(make_batches(items, size=_PIECES, seed=seed), _BATCHES):
        losses = batch_losses(net, collate(chosen))
        torch.stack([WEIGHTS[k] * v for k, v in losses.items()]).sum().backward()
        net.zero_grad(set_to_none=True)
    for hook in hooks:
        hook.remove()
    return [(of_heads.view(net.sizes.heads, -1).sum(1), of_units) for of_heads, of_units in matters]
