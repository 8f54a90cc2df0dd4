/** What is said about files while they are sent. */
export const attachment = {
  refused: {
    signIn: "You have been signed out. Sign in in a new tab and try again.",
    notFound: "There is no such question.",
  },
  upload: { uploading: "Uploading {name}…", done: "{name} has arrived.", failed: "{name} could not be uploaded. What has arrived is kept; try again.", retry: "Try again" },
  caption: "What it shows",
  captionSave: "Save",
  captionTitle: (name: string) => `What ${name} shows`,
  removal: {
    title: (name: string) => `Remove ${name}?`,
    gone: "The file is deleted. To have it here again you would have to upload it once more.",
    submitted: "The file leaves your draft. What you have submitted keeps it.",
    button: "Remove the file",
    keep: "Keep it",
  },
  removed: "The file has been removed.",
};
