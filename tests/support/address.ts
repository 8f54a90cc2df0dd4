/** Where the portal of the tests is reached: letters lead there. */
export const PUBLIC_URL = "http://portal.example:3000";
