/** What the demo platform's invoices say: a bank that nobody has an account at. */
export const DEMO_INVOICING = {
  issuer: ['Portico (demo)', '1 Example Road, Dhaka', 'BIN 000000000-0000'],
  instructions: {
    BDT: ['Example Bank, Dhaka', 'Account 0000 0000 0000'],
    USD: ['Example Bank, Dhaka', 'IBAN XX00 0000 0000 0000', 'BIC XXXXXXXX'],
  },
  taxes: { BD: { name: 'VAT', percent: 15 } },
}
