import { answerQuestions } from './answerQuestions.ts'
import { createNativeAsk } from './nativeAsk.ts'

await answerQuestions(createNativeAsk)
