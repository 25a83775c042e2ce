// Signs a player in with GitHub's cli/oauth as its documentation says.
// login <issuer> [<client id> [<client secret>]]; says where the player has to go, prints the answer as JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/cli/oauth/api"
	"github.com/cli/oauth/device"
)

func main() {
	issuer, id, secret := os.Args[1], "cli-oauth", ""
	if len(os.Args) > 2 {
		id = os.Args[2]
	}
	if len(os.Args) > 3 {
		secret = os.Args[3]
	}

	code, err := device.RequestCode(http.DefaultClient, issuer+"/oauth/device_authorization", id, []string{})
	if err != nil {
		answer(err)
		return
	}
	fmt.Fprintf(os.Stderr, "Go to %s\n", code.VerificationURIComplete)
	token, err := device.Wait(context.Background(), http.DefaultClient, issuer+"/oauth/token", device.WaitOptions{ClientID: id, ClientSecret: secret, DeviceCode: code})
	if err != nil {
		answer(err)
		return
	}
	say(map[string]string{"access_token": token.Token, "token_type": token.Type, "scope": token.Scope})
}

func answer(err error) {
	var refused *api.Error
	if errors.As(err, &refused) {
		say(map[string]string{"error": refused.Code, "error_description": refused.Error()})
		return
	}
	say(map[string]string{"error": err.Error()})
}

func say(values map[string]string) {
	json.NewEncoder(os.Stdout).Encode(values)
}
