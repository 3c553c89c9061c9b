// usage: check-log FOLDER VKEY [ENTRIES-FOLDER] [-witness VKEY] [-older CHECKPOINT]... [-proof NAME]...
//
// Checks a log's public files with the note and tlog packages of the Go project (golang.org/x/mod/sumdb), which no one
// of us has written: the checkpoint's signatures, every tile up to the root, every entry of the bundles, inclusion of
// each thousandth entry and of the last, consistency with older checkpoints, and proofs (NAME.tlog-proof, NAME.entry).
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8 // C2SP tlog-tiles has no other

func check(err error, what string) {
	if err != nil {
		fmt.Printf("%s: %v\n", what, err)
		os.Exit(1)
	}
}

func refuse(what, why string) { check(errors.New(why), what) }

// The packages know keys of type 1 alone. A witness's key is of type 4, and signs a text with a head (C2SP
// tlog-cosignature).
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }
func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", at)), text...)
	return ed25519.Verify(w.key, message, signature[8:])
}

func newWitness(vkey string) *witness {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		refuse("witness", "no vkey")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	check(err, "witness")
	if len(key) != 33 || key[0] != 4 {
		refuse("witness", "not a key for cosignatures")
	}
	hash := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if fmt.Sprintf("%x", hash[:4]) != parts[1] {
		refuse("witness", "the id is not the key's")
	}
	return &witness{parts[0], binary.BigEndian.Uint32(hash[:4]), key[1:]}
}

// The package's own ParseTree wants the first line of Go's checksum database instead of an origin.
func openCheckpoint(text []byte, verifiers []note.Verifier, what string) tlog.Tree {
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	check(err, what)
	if len(opened.Sigs) != len(verifiers) {
		refuse(what, "not signed by everybody")
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifiers[0].Name() {
		refuse(what, "not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, what)
	root, err := tlog.ParseHash(lines[2])
	check(err, what)
	return tlog.Tree{N: size, Hash: root}
}

// Go's paths name the height, tile/8/0/001; C2SP's leave it out, tile/0/001. What lies in the tiles is the same.
type files struct {
	folder string
	read   map[string]bool
}

func (f *files) Height() int                         { return height }
func (f *files) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (f *files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
		data, err := os.ReadFile(filepath.Join(f.folder, path))
		if err != nil {
			return nil, err
		}
		f.read[path] = true
		all = append(all, data)
	}
	return all, nil
}

func leafHashes(tree tlog.Tree, reader tlog.HashReader) []tlog.Hash {
	indexes := make([]int64, tree.N)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, int64(i))
	}
	hashes, err := reader.ReadHashes(indexes)
	check(err, "tiles")
	return hashes
}

// TileHashReader of x/mod 0.7.0, Debian's, does not compare every tile with its parent: its loop begins at the number of
// hashes on the right edge, which several tiles share. So the tree is made again from its leaves, and each tile from
// the tree.
func checkTiles(tree tlog.Tree, leaves []tlog.Hash, tiles *files) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	for i, leaf := range leaves {
		hashes, err := tlog.StoredHashesForRecordHash(int64(i), leaf, reader)
		check(err, "tiles")
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(tree.N, reader)
	check(err, "tiles")
	if root != tree.Hash {
		refuse("tiles", "the leaves make another root than the checkpoint's")
	}
	for _, tile := range tlog.NewTiles(height, 0, tree.N) {
		if tile.W < 1<<height && int64(tile.W) != tree.N>>(height*tile.L)%(1<<height) {
			continue // a partial tile of a smaller tree: it may be gone
		}
		expected, err := tlog.ReadTileData(tile, reader)
		check(err, "tiles")
		found, err := tiles.ReadTiles([]tlog.Tile{tile})
		check(err, "tiles")
		if !bytes.Equal(expected, found[0]) {
			refuse("tiles", tile.Path()+" is not what the leaves make")
		}
	}
}

// C2SP tlog-tiles: an entry after its length in two octets. Go's packages have no bundles.
func checkEntries(folder string, leaves []tlog.Hash) {
	for first := 0; first < len(leaves); first += 1 << height {
		width := len(leaves) - first
		if width > 1<<height {
			width = 1 << height
		}
		tile := tlog.Tile{H: height, L: -1, N: int64(first >> height), W: width}
		path := "tile/entries/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/data/", height))
		bundle, err := os.ReadFile(filepath.Join(folder, path))
		check(err, "entries")
		for i := first; i < first+width; i++ {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				refuse(path, "too short")
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:end]) != leaves[i] {
				refuse(path, fmt.Sprintf("entry %d is not the leaf", i))
			}
			bundle = bundle[end:]
		}
		if len(bundle) != 0 {
			refuse(path, "too long")
		}
	}
}

func checkInclusion(tree tlog.Tree, reader tlog.HashReader, leaves []tlog.Hash) {
	for i := int64(0); i < tree.N; i++ {
		if i%1000 != 0 && i != tree.N-1 {
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, i, reader)
		check(err, "inclusion")
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, i, leaves[i]), "inclusion")
	}
}

func checkConsistency(tree, older tlog.Tree, reader tlog.HashReader, what string) {
	proof, err := tlog.ProveTree(tree.N, older.N, reader)
	check(err, what)
	check(tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash), what)
}

// C2SP tlog-proof: a title, the index, hashes from the leaf up, and behind an empty line a checkpoint.
func checkProof(name string, log note.Verifier) {
	text, err := os.ReadFile(name + ".tlog-proof")
	check(err, name)
	entry, err := os.ReadFile(name + ".entry")
	check(err, name)
	head, checkpoint, _ := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || len(lines) < 2 || !strings.HasPrefix(lines[1], "index ") {
		refuse(name, "not a tlog-proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	check(err, name)
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		check(err, name)
		proof = append(proof, hash)
	}
	tree := openCheckpoint(checkpoint, []note.Verifier{log}, name)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)), name)
}

func main() {
	folder, entries := os.Args[1], ""
	log, err := note.NewVerifier(os.Args[2])
	check(err, "vkey")
	verifiers := []note.Verifier{log}
	var older, proofs []string
	for at := 3; at < len(os.Args); at++ {
		switch os.Args[at] {
		case "-witness":
			at++
			verifiers = append(verifiers, newWitness(os.Args[at]))
		case "-older":
			at++
			older = append(older, os.Args[at])
		case "-proof":
			at++
			proofs = append(proofs, os.Args[at])
		default:
			entries = os.Args[at]
		}
	}
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check(err, "checkpoint")
	tree := openCheckpoint(text, verifiers, "checkpoint")
	tiles := &files{folder, make(map[string]bool)}
	reader := tlog.TileHashReader(tree, tiles)
	leaves := leafHashes(tree, reader)
	checkTiles(tree, leaves, tiles)
	checkInclusion(tree, reader, leaves)
	if entries != "" {
		checkEntries(entries, leaves)
	}
	for _, name := range older {
		text, err := os.ReadFile(name)
		check(err, name)
		checkConsistency(tree, openCheckpoint(text, []note.Verifier{log}, name), reader, name)
	}
	for _, name := range proofs {
		checkProof(name, log)
	}
	fmt.Printf("good: %d entries, %d tiles, %d older checkpoints, %d proofs\n", tree.N, len(tiles.read), len(older),
		len(proofs))
}
