import { emailOf, type UserSeed } from './userEntry.ts'

/** One account of each role to try the shop with. */
const demoUsers: readonly UserSeed[] = [
  {
    mailbox: 'ada',
    name: 'Ada Winther',
    demo: true,
    addresses: [
      { line1: 'Karl-Heine-Straße 47', line2: '3rd floor, left', city: 'Leipzig', postalCode: '04229', country: 'DE', phone: '+49 341 5550142' },
      { line1: 'Strandvejen 12', city: 'Gilleleje', postalCode: '3250', country: 'DK' },
    ],
  },
  { mailbox: 'sam', name: 'Sam Okonkwo', roles: ['SUPPORT'], demo: true },
  { mailbox: 'mira', name: 'Mira Castellan', roles: ['MERCHANDISER'], demo: true },
  { mailbox: 'finn', name: 'Finn Aaltonen', roles: ['FINANCE'], demo: true },
  { mailbox: 'root', name: 'Rosa Otieno', roles: ['ADMIN'], demo: true },
]

/** Colleagues of the demo staff. */
const staff: readonly UserSeed[] = [
  { mailbox: 'henrike.voss', name: 'Henrike Voss', roles: ['SUPPORT'] },
  { mailbox: 'tomas.rebelo', name: 'Tomás Rebelo', roles: ['SUPPORT'] },
  { mailbox: 'jia.lin', name: 'Jia Lin', roles: ['MERCHANDISER'] },
  { mailbox: 'bram.deckers', name: 'Bram Deckers', roles: ['MERCHANDISER', 'SUPPORT'] },
  { mailbox: 'oluchi.eze', name: 'Oluchi Eze', roles: ['FINANCE'] },
  { mailbox: 'pavel.novotny', name: 'Pavel Novotný', roles: ['ADMIN'] },
]

/** People who shop. */
const customers: readonly UserSeed[] = [
  { mailbox: 'lena.brandis', name: 'Lena Brandis', addresses: [{ line1: 'Sülzgürtel 31', city: 'Köln', postalCode: '50937', country: 'DE' }] },
  {
    mailbox: 'marcus.hale',
    name: 'Marcus Hale',
    addresses: [{ line1: '1180 Plumb Lane', city: 'Reno', region: 'NV', postalCode: '89509', country: 'US', phone: '+1 775 555 0136' }],
  },
  {
    mailbox: 'sofia.marchetti',
    name: 'Sofia Marchetti',
    addresses: [{ line1: 'Via San Vitale 88', line2: 'Scala B', city: 'Bologna', region: 'BO', postalCode: '40125', country: 'IT' }],
  },
  {
    mailbox: 'wei.zhang',
    name: '张薇',
    addresses: [{ line1: '武康路 210 弄 6 号', city: '上海', region: '上海市', postalCode: '200031', country: 'CN', phone: '+86 21 5550 0187' }],
  },
  {
    mailbox: 'claire.dumont',
    name: 'Claire Dumont',
    addresses: [{ line1: '14 rue des Capucins', city: 'Lyon', postalCode: '69001', country: 'FR' }],
  },
  { mailbox: 'owen.prys', name: 'Owen Prys', addresses: [{ line1: '5 Heol y Bont', city: 'Aberystwyth', postalCode: 'SY23 1PX', country: 'GB' }] },
  {
    mailbox: 'aiko.hayashi',
    name: '林 愛子',
    addresses: [{ line1: '下鴨松ノ木町 41-2', city: '京都市左京区', region: '京都府', postalCode: '606-0816', country: 'JP' }],
  },
  { mailbox: 'nils.ekdahl', name: 'Nils Ekdahl', addresses: [{ line1: 'Bondegatan 58', city: 'Stockholm', postalCode: '116 33', country: 'SE' }] },
  {
    mailbox: 'beatriz.salgado',
    name: 'Beatriz Salgado',
    addresses: [{ line1: 'Rua da Boavista 310, 2.º Dto', city: 'Porto', postalCode: '4050-102', country: 'PT' }],
  },
  {
    mailbox: 'grace.mbeki',
    name: 'Grace Mbeki',
    addresses: [{ line1: '22 Kloof Nek Road', city: 'Cape Town', region: 'Western Cape', postalCode: '8001', country: 'ZA' }],
  },
  {
    mailbox: 'theo.vandenberg',
    name: 'Theo van den Berg',
    addresses: [{ line1: 'Oudegracht 219', city: 'Utrecht', postalCode: '3511 NH', country: 'NL' }],
  },
  {
    mailbox: 'ines.aguirre',
    name: 'Inés Aguirre',
    addresses: [{ line1: 'Calle Defensa 1044, 5.º B', city: 'Buenos Aires', region: 'CABA', postalCode: 'C1065AAV', country: 'AR' }],
  },
  {
    mailbox: 'ruth.feldman',
    name: 'Ruth Feldman',
    addresses: [
      { line1: '412 Ashland Avenue', line2: 'Apt 3', city: 'Evanston', region: 'IL', postalCode: '60202', country: 'US' },
      { line1: '9 Harbor Road', city: 'Ephraim', region: 'WI', postalCode: '54211', country: 'US' },
    ],
  },
  {
    mailbox: 'kofi.asante',
    name: 'Kofi Asante',
    addresses: [{ line1: '17 Ringway Crescent', city: 'Accra', postalCode: 'GA-058-4412', country: 'GH' }],
  },
  {
    mailbox: 'hanna.kowalska',
    name: 'Hanna Kowalska',
    addresses: [{ line1: 'ul. Józefa 19/4', city: 'Kraków', postalCode: '31-056', country: 'PL' }],
  },
  { mailbox: 'declan.moore', name: 'Declan Moore', addresses: [{ line1: '3 The Crescent', city: 'Galway', postalCode: 'H91 XY72', country: 'IE' }] },
  {
    mailbox: 'yusuf.demir',
    name: 'Yusuf Demir',
    addresses: [{ line1: 'Moda Caddesi 71/3', city: 'İstanbul', region: 'Kadıköy', postalCode: '34710', country: 'TR' }],
  },
  { mailbox: 'elin.haug', name: 'Elin Haug', addresses: [{ line1: 'Nygårdsgaten 9', city: 'Bergen', postalCode: '5015', country: 'NO' }] },
  {
    mailbox: 'priya.raman',
    name: 'Priya Raman',
    addresses: [
      { line1: '28 Third Cross Street', line2: 'Indiranagar', city: 'Bengaluru', region: 'Karnataka', postalCode: '560038', country: 'IN' },
    ],
  },
  {
    mailbox: 'jonas.keller',
    name: 'Jonas Keller',
    addresses: [{ company: 'Keller Architekten', line1: 'Josefstrasse 140', city: 'Zürich', postalCode: '8005', country: 'CH' }],
  },
  {
    mailbox: 'mei.chen',
    name: '陈梅',
    addresses: [{ line1: '锦江区红星路三段 1 号', line2: '7 栋 1203', city: '成都', region: '四川省', postalCode: '610021', country: 'CN' }],
  },
  {
    mailbox: 'harriet.boyd',
    name: 'Harriet Boyd',
    addresses: [{ line1: '61 Lygon Street', city: 'Melbourne', region: 'VIC', postalCode: '3053', country: 'AU' }],
  },
  { mailbox: 'luca.ferri', name: 'Luca Ferri', addresses: [{ line1: 'Piazza Maggiore 4', city: 'Trento', postalCode: '38122', country: 'IT' }] },
  {
    mailbox: 'anouk.leclerc',
    name: 'Anouk Leclerc',
    addresses: [{ line1: '2205 rue Rachel Est', city: 'Montréal', region: 'QC', postalCode: 'H2H 1R1', country: 'CA' }],
  },
  {
    mailbox: 'diego.paredes',
    name: 'Diego Paredes',
    addresses: [{ line1: 'Av. Álvaro Obregón 86', line2: 'Int. 12', city: 'Ciudad de México', postalCode: '06700', country: 'MX' }],
  },
  {
    mailbox: 'min.seo',
    name: '서민지',
    addresses: [{ line1: '연남로 34, 302호', city: '서울', region: '마포구', postalCode: '03991', country: 'KR' }],
  },
  { mailbox: 'ottavia.greco', name: 'Ottavia Greco' },
  {
    mailbox: 'samuel.lindqvist',
    name: 'Samuel Lindqvist',
    addresses: [{ line1: 'Runeberginkatu 42 A 9', city: 'Helsinki', postalCode: '00260', country: 'FI' }],
  },
  {
    mailbox: 'katharina.ebner',
    name: 'Katharina Ebner',
    addresses: [{ line1: 'Lerchenfelder Straße 66', line2: 'Tür 11', city: 'Wien', postalCode: '1080', country: 'AT' }],
  },
]

/** All accounts of the shop. */
export const users: readonly UserSeed[] = [...demoUsers, ...staff, ...customers]

/** The accounts to try the shop with, each with its one role: the runner draws and prints their passwords. */
export const demoAccounts = demoUsers.map((user) => ({ email: emailOf(user), role: user.roles?.[0] ?? 'CUSTOMER' }) as const)
