// usage: check-note NOTE NAME=CERTIFICATE...
//
// Checks that everybody of that name has signed a C2SP note, with the note package of the Go project
// (golang.org/x/mod/sumdb), which splits the note, finds each one's line by name and key id, and has it verified. It
// knows Ed25519 keys alone; keys of ECDSA, which C2SP signed-note has too, come to it as verifiers of certificates.
package main

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

func check(err error, what string) {
	if err != nil {
		fmt.Printf("%s: %v\n", what, err)
		os.Exit(1)
	}
}

type holder struct {
	name string
	id   uint32
	key  *ecdsa.PublicKey
}

func (h *holder) Name() string    { return h.name }
func (h *holder) KeyHash() uint32 { return h.id }
func (h *holder) Verify(text, signature []byte) bool {
	hash := sha256.Sum256(text)
	return ecdsa.VerifyASN1(h.key, hash[:], signature)
}

func newHolder(name, path string) *holder {
	text, err := os.ReadFile(path)
	check(err, name)
	block, _ := pem.Decode(text)
	if block == nil {
		check(errors.New("not PEM"), path)
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	check(err, path)
	key, is := certificate.PublicKey.(*ecdsa.PublicKey)
	if !is {
		check(errors.New("not an ECDSA key"), path)
	}
	hash := sha256.Sum256(certificate.RawSubjectPublicKeyInfo)
	return &holder{name, binary.BigEndian.Uint32(hash[:4]), key}
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	check(err, "note")
	var holders []note.Verifier
	for _, argument := range os.Args[2:] {
		name, path, _ := strings.Cut(argument, "=")
		holders = append(holders, newHolder(name, path))
	}
	opened, err := note.Open(text, note.VerifierList(holders...))
	check(err, "note")
	if len(opened.Sigs) != len(holders) || len(opened.UnverifiedSigs) != 0 {
		check(fmt.Errorf("%d of %d have signed, and %d others", len(opened.Sigs), len(holders),
			len(opened.UnverifiedSigs)), "note")
	}
	fmt.Printf("good: %d signatures\n", len(opened.Sigs))
}
