/** What is tried first, of eight signs and more, and words that with a few digits become so. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 0123456789 87654321 987654321 11223344 12341234 123123123
   1q2w3e4r 1q2w3e4r5t 1qaz2wsx q1w2e3r4 qwerty qwertyui qwertyuiop qwerty12 asdfghjk asdfghjkl
   zxcvbnm zxcvbnm1 qazwsxedc 1234qwer qwer1234 abcd1234 a1b2c3d4 abc abcd abcdefg abcdefgh
   password passwort passw0rd p@ssw0rd p@ssword pass pass1word letmein welcome welcome1 admin
   administrator root user test testtest guest changeme default secret iloveyou iloveu sunshine
   princess football baseball superman batman dragon monkey master shadow michael trustno1 whatever
   starwars computer internet wireless hotspot mikrotik routeros router wifi portico billing
   bangladesh bangla dhaka chittagong india pakistan nepal kenya nigeria cricket allah bismillah
   mashallah muhammad`
    .split(/\s+/)
    .filter(Boolean)
)
