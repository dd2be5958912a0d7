// Passkeys: the one thing of the console that only a script can do. Without one, their forms stay hidden.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

async function begin(form, fields) {
  const body = new URLSearchParams({ _csrf: form.elements._csrf.value, ...fields });
  const answer = await fetch(new URL(form.action).pathname + '/begin', { method: 'POST', body });
  if (!answer.ok) throw new Error('refused');
  return answer.json();
}

async function register(form) {
  const asked = await begin(form, { password: form.querySelector('[data-password]').value });
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(asked.challenge),
      rp: { id: asked.rpId, name: 'Rempart' },
      user: { id: bytes(asked.userHandle), name: asked.name, displayName: asked.name },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: asked.known.map((id) => ({ type: 'public-key', id: bytes(id) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    },
  });
  form.elements.handle.value = asked.userHandle;
  form.elements.client.value = text(made.response.clientDataJSON);
  form.elements.attestation.value = text(made.response.attestationObject);
}

async function logIn(form) {
  const asked = await begin(form, {});
  const got = await navigator.credentials.get({
    publicKey: { challenge: bytes(asked.challenge), rpId: asked.rpId, userVerification: 'required' },
  });
  form.elements.id.value = got.id;
  form.elements.client.value = text(got.response.clientDataJSON);
  form.elements.data.value = text(got.response.authenticatorData);
  form.elements.signature.value = text(got.response.signature);
  form.elements.handle.value = got.response.userHandle ? text(got.response.userHandle) : '';
}

export function passkeys() {
  if (!window.PublicKeyCredential) return;
  for (const hint of document.querySelectorAll('[data-passkey-absent]')) hint.hidden = true;
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const failure = form.querySelector('[data-failure]');
      failure.hidden = true;
      try {
        await (form.dataset.passkey === 'register' ? register(form) : logIn(form));
        form.submit();
      } catch {
        failure.hidden = false;
      }
    });
  }
}
