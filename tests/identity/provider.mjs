// SPDX-License-Identifier: Apache-2.0
// A real OpenID Connect provider on 127.0.0.1 for integration.tst_identityprovider:
//     node provider.mjs ALGORITHM
// Everybody may sign in, under any name; "ann" is in the group "ops". Says "ready ISSUER" once it listens, and ends with
// its standard input.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const algorithm = process.argv[2] ?? 'RS256';

function jwk(type, options, kid) {
    return { ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), kid, use: 'sig' };
}

const server = createServer();
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
    clients: [{
        client_id: 'chancery',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/cb'],
        grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'],
        id_token_signed_response_alg: algorithm,
    }],
    jwks: { keys: [
        jwk('rsa', { modulusLength: 2048 }, 'rsa'),
        jwk('ec', { namedCurve: 'P-256' }, 'ec'),
        jwk('ed25519', {}, 'ed'),
    ] },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
    features: { deviceFlow: { enabled: true }, devInteractions: { enabled: true } },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'], email: ['email'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['only for tests'] },
    pkce: { required: () => true },
    async findAccount(context, id) {
        const groups = id === 'ann' ? ['ops', 'others'] : [];
        return {
            accountId: id,
            claims: () => ({ sub: id, name: `${id} of the provider`, preferred_username: id, groups }),
        };
    },
});

// RFC 8252 §7.3 wants any port; our path is another one each time.
provider.Client.prototype.redirectUriAllowed = (uri) => {
    const url = new URL(uri);
    return url.protocol === 'http:' && url.hostname === '127.0.0.1' && url.pathname.startsWith('/cb/');
};

server.on('request', provider.callback());
console.log(`ready ${issuer}`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
