/** An order, as far as it is known here. */
export interface OrderKey {
  readonly id: string
}
