/** The languages that messages are written in. */
export const languages = ['en', 'de'] as const

/** One of them. */
export type Language = (typeof languages)[number]

/** The language for a locale, such as `de-AT`; English for those that nothing is written in. */
export function languageOf(locale: string): Language {
  const [primary] = locale.toLowerCase().split(/[-_]/)
  return languages.find((language) => language === primary) ?? 'en'
}
