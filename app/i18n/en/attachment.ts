/** What is said about files while they are sent. */
export const attachment = {
  refused: {
    signIn: "You have been signed out. Sign in in a new tab and try again.",
    notFound: "There is no such question.",
  },
  upload: { uploading: "Uploading {name}…", done: "{name} has arrived.", failed: "{name} could not be uploaded. What has arrived is kept; try again.", retry: "Try again" },
  caption: "What it shows",
  captionSave: "Save",
};
