class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Kernels, input: Tensor) -> Tensor:
    return input
  def gradients(self: __torch__.Kernels, loss: Tensor, weights: List[Tensor]) -> List[Tensor]:
    found = torch.autograd.grad([loss], weights, None, None, False, True)
    gradients = annotate(List[Tensor], [])
    for i in range(torch.len(weights)):
      gradient = found[i]
      if torch.__is__(gradient, None):
        _0 = torch.append(gradients, torch.zeros_like(weights[i]))
      else:
        _1 = torch.append(gradients, torch.contiguous(unchecked_cast(Tensor, gradient)))
    return gradients
  def clip(self: __torch__.Kernels, gradients: List[Tensor], largest: float) -> None:
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2)), 2)
    factor = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1e-06)), largest), None, 1.)
    torch._foreach_mul_(gradients, factor)
  def adam(self: __torch__.Kernels, weights: List[Tensor], gradients: List[Tensor], averages: List[Tensor], squares: List[Tensor], step: float, rate: float, decay: float, decoupled: bool) -> None:
    count = torch.full([], step, dtype=6, device=ops.prim.device(weights[0]))
    steps = annotate(List[Tensor], [])
    for i in range(torch.len(weights)):
      _0 = torch.append(steps, count)
    none = annotate(List[Tensor], [])
    if decoupled:
      torch._fused_adamw_(weights, gradients, averages, squares, none, steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-08, amsgrad=False, maximize=False)
    else:
      torch._fused_adam_(weights, gradients, averages, squares, none, steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-08, amsgrad=False, maximize=False)
  def sgd(self: __torch__.Kernels, weights: List[Tensor], gradients: List[Tensor], momenta: List[Tensor], rate: float, momentum: float, decay: float, nesterov: bool) -> None:
    torch._fused_sgd_(weights, gradients, momenta, weight_decay=decay, momentum=momentum, lr=rate, dampening=0., nesterov=nesterov, maximize=False, is_first_step=False)
  def convolution(self: __torch__.Kernels, input: Tensor, weight: Tensor, numbers: Tensor) -> Tensor:
    stride = [int(torch.select(numbers, 0, 0)), int(torch.select(numbers, 0, 1))]
    padding = [int(torch.select(numbers, 0, 2)), int(torch.select(numbers, 0, 3))]
    return torch.conv2d(torch.to(input, 15), torch.to(weight, 15), None, stride, padding, [1, 1], 1)
  def convolution_with_bias(self: __torch__.Kernels, input: Tensor, weight: Tensor, bias: Tensor, numbers: Tensor) -> Tensor:
    stride = [int(torch.select(numbers, 0, 0)), int(torch.select(numbers, 0, 1))]
    padding = [int(torch.select(numbers, 0, 2)), int(torch.select(numbers, 0, 3))]
    return torch.conv2d(torch.to(input, 15), torch.to(weight, 15), torch.to(bias, 15), stride, padding, [1, 1], 1)
  def linear(self: __torch__.Kernels, input: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.linear(torch.to(input, 15), torch.to(weight, 15), torch.to(bias, 15))
  def wide(self: __torch__.Kernels, input: Tensor) -> Tensor:
    return torch.to(input, 6)
