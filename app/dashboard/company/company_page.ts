/** Where an owner takes the ISP's data along, or closes it. */
export const COMPANY_PAGE = '/dashboard/settings/company'
