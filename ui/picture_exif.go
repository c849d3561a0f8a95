package ui

import (
	"bytes"
	"encoding/binary"
)

// Two things are read of what a camera writes beside the pixels (EXIF 2.32, which is a TIFF 6.0 file in a segment): how
// the camera was held, and whether it wrote down where it was. The place itself is not read.

// exif is what is read.
type exif struct {
	orientation int  // 1 to 8; 0 where it is not said
	hasPlace    bool // there is a directory of GPS values
}

// The tags that are read, and how many of a directory are looked at.
const (
	tagOrientation = 0x0112
	tagGPS         = 0x8825
	maxExifTags    = 512
)

// exifOf finds what a file says of its picture; nothing where it says nothing that can be read.
func exifOf(data []byte) exif { return readExif(exifBlock(data)) }

// exifBlock finds the TIFF file inside of a JPEG, PNG or WebP file; a TIFF file is one itself.
func exifBlock(data []byte) []byte {
	f, _ := formatOf(data)
	switch f.name {
	case "jpeg":
		return jpegExif(data)
	case "png":
		return chunk(data, 8, 4, 12, binary.BigEndian, func(at int) (length, kind int) { return at, at + 4 }, "eXIf", false)
	case "webp":
		return chunk(data, 12, 0, 8, binary.LittleEndian, func(at int) (length, kind int) { return at + 4, at }, "EXIF", true)
	case "tiff":
		return data
	}
	return nil
}

// jpegExif walks over the segments before the pixels.
func jpegExif(data []byte) []byte {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || marker == 0xda || at+2+size > len(data) {
			return nil
		}
		body := data[at+4 : at+2+size]
		if rest, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			return rest
		}
		at += 2 + size
	}
	return nil
}

// chunk walks over chunks from a place on: each has a head, its content, and a tail; even says that contents are padded.
func chunk(data []byte, from, tail, over int, order binary.ByteOrder, fields func(at int) (length, kind int), name string, even bool) []byte {
	head := over - tail
	for at := from; at+head <= len(data); {
		lengthAt, kindAt := fields(at)
		size := int64(order.Uint32(data[lengthAt:]))
		end := int64(at+head) + size
		if end > int64(len(data)) {
			return nil
		}
		if string(data[kindAt:kindAt+4]) == name {
			return bytes.TrimPrefix(data[at+head:end], []byte("Exif\x00\x00"))
		}
		if even {
			end += size % 2
		}
		at = int(end) + tail
	}
	return nil
}

// readExif reads the first directory of a TIFF file.
func readExif(tiff []byte) (e exif) {
	if len(tiff) < 8 {
		return e
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(tiff[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return e
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return e
	}
	n := min(int64(order.Uint16(tiff[at:])), maxExifTags)
	for i := range n {
		entry := at + 2 + 12*i
		if entry+12 > int64(len(tiff)) {
			return e
		}
		switch order.Uint16(tiff[entry:]) {
		case tagOrientation:
			if v := int(order.Uint16(tiff[entry+8:])); v >= 1 && v <= 8 {
				e.orientation = v
			}
		case tagGPS:
			e.hasPlace = true
		}
	}
	return e
}
