import type { Facts, Rule, Violation } from '../facts/facts.ts'
import { consumed, countedOnce, followedOnce, nothingGivenUp, projections, published } from './eventRules.ts'
import { ledger, money, provider } from './moneyRules.ts'
import { atRest, keptWord, keyedAnswers, notDoubled, notLost, streams } from './orderRules.ts'
import { stock, stockBooks } from './stockRules.ts'

/** Every rule. All of them hold once the shop has come to rest. */
export const rules: readonly Rule[] = [
  streams,
  notLost,
  keptWord,
  keyedAnswers,
  notDoubled,
  atRest,
  stockBooks,
  stock,
  ledger,
  money,
  provider,
  published,
  countedOnce,
  consumed,
  followedOnce,
  projections,
  nothingGivenUp,
]

/** Everything that must not be. */
export const judge = (facts: Facts): Violation[] => rules.flatMap((rule) => rule(facts))
