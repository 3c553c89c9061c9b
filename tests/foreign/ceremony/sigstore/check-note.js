// usage: node check-note.js NOTE NAME=CERTIFICATE...
//
// Checks each one's signature of a C2SP note with the verifier that sigstore wrote for its log's checkpoints: it splits
// the note, finds the line by name and key id, and verifies ECDSA itself. Then sees it refuse what was touched.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const checkpoint = require('@sigstore/verify/dist/tlog/checkpoint.js');

// It wants size and root hash in the text's second and third line, which is the one thing that a transcript has not.
checkpoint.LogCheckpoint.fromString = (text) => text;

const [noteFile, ...people] = process.argv.slice(2);
const note = fs.readFileSync(noteFile, 'utf8');

function keyOf(argument) {
  const [name, file] = argument.split('=');
  const publicKey = crypto.createPublicKey(fs.readFileSync(file));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return { baseURL: name, publicKey, logID: crypto.createHash('sha256').update(spki).digest() };
}

function holds(text, key) {
  try {
    return Boolean(checkpoint.verifyCheckpoint({ inclusionProof: { checkpoint: { envelope: text } } }, [key]));
  } catch (error) {
    if (error.name === 'VerificationError') return false;
    throw error;
  }
}

function must(condition, what) {
  if (condition) return;
  console.error(what);
  process.exit(1);
}

const keys = people.map(keyOf);
must(keys.length > 1, 'usage: node check-note.js NOTE NAME=CERTIFICATE NAME=CERTIFICATE...');
keys.forEach((key, i) => {
  const other = keys[(i + 1) % keys.length];
  const line = note.split('\n').find((text) => text.startsWith(`\u2014 ${key.baseURL} `));
  must(holds(note, key), `${key.baseURL} has not signed this`);
  must(!holds(note.replace('/v1\n', '/v2\n'), key), `${key.baseURL}: another text passes`);
  must(!holds(note.replace(`${line}\n`, ''), key), `${key.baseURL}: passes without a signature`);
  must(!holds(note, { ...other, baseURL: key.baseURL }), `${key.baseURL}: passes with another's key`);
  must(!holds(note, { ...other, baseURL: key.baseURL, logID: key.logID }), `${key.baseURL}: another key of this id passes`);
});
console.log(`good: ${keys.length} signatures`);
