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
  def relu(self: __torch__.Kernels, input: Tensor) -> Tensor:
    return torch.relu_(input)
  def relu6(self: __torch__.Kernels, input: Tensor) -> Tensor:
    return torch.hardtanh_(input, 0., 6.)
  def wide(self: __torch__.Kernels, input: Tensor) -> Tensor:
    return torch.to(input, 6)
  def chosen(self: __torch__.Kernels, gradients: List[Tensor], places: List[int]) -> List[Tensor]:
    some = annotate(List[Tensor], [])
    for i in range(torch.len(places)):
      _0 = torch.append(some, gradients[places[i]])
    return some
  def add_up(self: __torch__.Kernels, sums: List[Tensor], more: List[Tensor]) -> None:
    torch._foreach_add_(sums, more)
  def orthogonal(self: __torch__.Kernels, matrix: Tensor) -> Tensor:
    scaled = torch.div(matrix, torch.add(torch.linalg_vector_norm(matrix, 2), 1e-07))
    tall = torch.gt(torch.size(matrix, 0), torch.size(matrix, 1))
    if tall:
      found = torch.t(scaled)
    else:
      found = scaled
    for _0 in range(3):
      square = torch.mm(found, torch.t(found))
      factor = torch.add(torch.mul(square, -4.7750000000000004), torch.mm(square, square), alpha=2.0314999999999999)
      found = torch.add(torch.mul(found, 3.4445000000000001), torch.mm(factor, found))
    if tall:
      turned = torch.t(found)
    else:
      turned = found
    return turned
  def muon(self: __torch__.Kernels, weights: List[Tensor], gradients: List[Tensor], momenta: List[Tensor], rate: float, momentum: float, nesterov: bool) -> None:
    for i in range(torch.len(weights)):
      weight = weights[i]
      gradient = gradients[i]
      kept = torch.add_(torch.mul_(momenta[i], momentum), gradient)
      if nesterov:
        direction = torch.add(gradient, kept, alpha=momentum)
      else:
        direction = kept
      rows = torch.size(weight, 0)
      norm = torch.clamp(torch.linalg_vector_norm(weight, 2), 9.9999999999999998e-13)
      _0 = torch.mul_(weight, torch.mul(torch.reciprocal(norm), torch.sqrt(rows)))
      step = (self).orthogonal(torch.reshape(direction, [rows, -1]), )
      _1 = torch.add_(weight, torch.view(step, torch.size(weight)), alpha=torch.neg(rate))
  def channels_last(self: __torch__.Kernels, weights: List[Tensor]) -> None:
    for i in range(torch.len(weights)):
      weight = weights[i]
      inputs = torch.size(weight, 1)
      height = torch.size(weight, 2)
      width = torch.size(weight, 3)
      strides = [torch.mul(torch.mul(inputs, height), width), 1, torch.mul(width, inputs), inputs]
      _0 = torch.as_strided_(weight, torch.size(weight), strides)
  def approach(self: __torch__.Kernels, averages: List[Tensor], values: List[Tensor], share: float) -> None:
    torch._foreach_lerp_(averages, values, share)
  def copy(self: __torch__.Kernels, targets: List[Tensor], values: List[Tensor]) -> None:
    for i in range(torch.len(targets)):
      _0 = torch.copy_(targets[i], values[i])
  def exchange(self: __torch__.Kernels, ones: List[Tensor], others: List[Tensor]) -> None:
    for i in range(torch.len(ones)):
      kept = torch.clone(ones[i])
      _0 = torch.copy_(ones[i], others[i])
      _1 = torch.copy_(others[i], kept)
  def products(self: __torch__.Kernels, images: Tensor) -> Tensor:
    patches = torch.im2col(torch.to(images, 7), [2, 2], [1, 1], [0, 0], [1, 1])
    rows = torch.reshape(torch.permute(patches, [1, 0, 2]), [torch.size(patches, 1), -1])
    return torch.div(torch.mm(rows, torch.t(rows)), torch.size(rows, 1))
  def whitening(self: __torch__.Kernels, covariance: Tensor) -> Tensor:
    values, vectors, = torch.linalg_eigh(covariance)
    rows = torch.t(vectors)
    largest = torch.gather(rows, 1, torch.argmax(torch.abs(rows), 1, True))
    turned = torch.mul(rows, torch.sign(largest))
    scaled = torch.div(turned, torch.unsqueeze(torch.sqrt(torch.add(values, 0.00050000000000000001)), 1))
    return torch.cat([scaled, torch.neg(scaled)])
