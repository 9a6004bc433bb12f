import { answerQuestions } from './answerQuestions.ts'
import { createApolloAsk } from './apolloAsk.ts'

await answerQuestions(createApolloAsk)
