/** The code and PIN of every wallet in bKash's own sandbox (bkash-pgw.vercel.app/docs). */
export const OTP = '123456'
export const PIN = '12121'
