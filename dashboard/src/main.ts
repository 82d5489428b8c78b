const app = document.querySelector("#app");
if (app) {
  app.textContent = "Parley runs. Chats, devices and operations will be here; until then use ./parley chat.";
}
