package parcel

import (
	"bytes"
	"testing"
)

func TestACardShowsWhoSignedIt(t *testing.T) {
	a, b := newPerson(t, "A"), newPerson(t, "B")
	card := Card{Key: a.by.Key, Organisation: "منظمة", Name: "Имя", Recipient: a.key.Lock().String()}
	text, err := WriteCard(card, a.signer)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadCard(text)
	if err != nil || got != card {
		t.Fatalf("%+v, %v", got, err)
	}
	other := b.key.Lock().String()
	for name, c := range map[string]struct {
		text []byte
		want Reason
	}{
		"another recipient":  {bytes.Replace(text, []byte(card.Recipient), []byte(other), 1), BadSignature},
		"another name":       {bytes.Replace(text, []byte("Имя"), []byte("Имена"), 1), BadSignature},
		"no recipient's key": {bytes.Replace(text, []byte("age1"), []byte("xxx1"), 1), Malformed},
		"another key":        {bytes.Replace(text, []byte(a.by.Key.String()), []byte(b.by.Key.String()), 1), BadSignature},
		"a newer card":       {bytes.Replace(text, []byte(`_card": 1`), []byte(`_card": 2`), 1), NewerFormat},
		"half":               {text[:len(text)/2], Malformed},
		"two":                {append(bytes.Clone(text), text...), Malformed},
		"nothing":            {nil, Malformed},
		"too much":           {make([]byte, maxCard+1), TooLarge},
		"controls":           {bytes.Replace(text, []byte("Имя"), []byte("И\\u202eя"), 1), Malformed},
	} {
		if _, err := ReadCard(c.text); ReasonOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}
