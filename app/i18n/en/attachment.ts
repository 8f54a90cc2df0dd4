/** What is said about files while they are sent. */
export const attachment = {
  refused: {
    signIn: "You have been signed out. Sign in in a new tab and try again.",
    notFound: "There is no such question.",
    notAllowed: "You cannot add files here.",
  },
};
