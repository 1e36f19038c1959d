// A button with data-passkey asks the device for a passkey ("create" or "get") and sends its
// answer with the form. What is asked stands in the page (data-passkey-options) or at an address.
// Passkeys need a browser that knows them, so their forms are hidden without this script.
const WORDS = {
  InvalidStateError: "This device holds a passkey of yours already.",
  SecurityError: "Passkeys need an address with a name. Open the portal by its name, not by a number.",
};

for (const form of document.querySelectorAll("[data-passkey-form]")) {
  form.hidden = !window.PublicKeyCredential || !window.webauthnJSON;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-passkey]");
  if (!button) return;
  button.disabled = true;
  try {
    const options = await asked(button);
    const answer =
      button.dataset.passkey === "create"
        ? await webauthnJSON.create(alone(options.creation_options, button.form))
        : await webauthnJSON.get(options.request_options);
    button.form.elements.credential.value = JSON.stringify(answer);
    button.form.submit();
  } catch (error) {
    const text = WORDS[error.name] ?? "The passkey was not used. Try again, or choose another way.";
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone: "warn" } }));
  } finally {
    button.disabled = false;
  }
});

async function asked(button) {
  const { passkeyUrl, passkeyOptions } = button.dataset;
  if (!passkeyUrl) return JSON.parse(document.getElementById(passkeyOptions).textContent);
  const response = await fetch(passkeyUrl, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`Status ${response.status}`);
  return response.json();
}

// A passkey that signs in by itself is kept by the device and guarded by a PIN or a finger.
function alone(options, form) {
  if (form.elements.passwordless?.checked) {
    Object.assign(options.publicKey.authenticatorSelection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
  }
  return options;
}
