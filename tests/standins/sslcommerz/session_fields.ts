/** Longest values of the session's fields, and which must not be empty (v4 reference). */
export const MANDATORY: Record<string, number> = {
  store_id: 30,
  store_passwd: 30,
  total_amount: 13,
  currency: 3,
  tran_id: 30,
  success_url: 255,
  fail_url: 255,
  cancel_url: 255,
  product_name: 255,
  product_category: 100,
  product_profile: 100,
  cus_name: 50,
  cus_email: 50,
  cus_add1: 50,
  cus_city: 50,
  cus_postcode: 30,
  cus_country: 50,
  cus_phone: 20,
  shipping_method: 50,
}

export const SHIPPING: Record<string, number> = {
  ship_name: 50,
  ship_add1: 50,
  ship_city: 50,
  ship_postcode: 50,
  ship_country: 50,
}

export const OPTIONAL: Record<string, number> = {
  ...SHIPPING,
  ipn_url: 255,
  multi_card_name: 30,
  allowed_bin: 255,
  cus_add2: 50,
  cus_state: 50,
  cus_fax: 20,
  num_of_item: 1,
  weight_of_items: 13,
  ship_add2: 50,
  ship_area: 50,
  ship_sub_city: 50,
  ship_state: 50,
  product_type: 30,
  topup_number: 150,
  country_topup: 30,
  cart: 4000,
  product_amount: 13,
  vat: 13,
  discount_amount: 13,
  convenience_fee: 13,
  emi_option: 1,
  value_a: 255,
  value_b: 255,
  value_c: 255,
  value_d: 255,
}

export const PROFILES = [
  'general',
  'physical-goods',
  'non-physical-goods',
  'airline-tickets',
  'travel-vertical',
  'telecom-vertical',
]

export const SHIPPING_METHODS = ['YES', 'NO', 'Courier', 'SSLCOMMERZ_LOGISTIC']

/** BDT for one unit of each currency taken; times 10 000. */
export const RATES: Record<string, number> = { BDT: 10_000, USD: 1_200_000, EUR: 1_300_000 }
