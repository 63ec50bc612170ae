// SPDX-License-Identifier: Apache-2.0
// Somebody at a browser: follows links, signs in, agrees, and stops where no form is left:
//     node person.mjs NAME URL
const [name, start] = process.argv.slice(2);
const jar = new Map();

async function load(url, body) {
    for (let hops = 0; hops < 20; ++hops) {
        const answer = await fetch(url, {
            method: body ? 'POST' : 'GET',
            body,
            redirect: 'manual',
            headers: { cookie: [...jar].map(([key, value]) => `${key}=${value}`).join('; ') },
        });
        for (const line of answer.headers.getSetCookie()) {
            const [key, value] = line.split(';')[0].split(/=(.*)/s);
            jar.set(key, value);
        }
        if (answer.status < 300 || answer.status >= 400)
            return { url, status: answer.status, text: await answer.text() };
        url = new URL(answer.headers.get('location'), url).href;
        body = undefined;
    }
    throw new Error('too many redirects');
}

let page = await load(start);
for (let steps = 0; steps < 8; ++steps) {
    const form = page.text.match(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/);
    if (!form || page.status !== 200)
        break;
    const fields = new URLSearchParams();
    for (const [input] of form[2].matchAll(/<input[^>]*>/g)) {
        const key = input.match(/name="([^"]*)"/)?.[1];
        if (key)
            fields.set(key, input.match(/value="([^"]*)"/)?.[1] ?? '');
    }
    if (fields.has('login'))
        fields.set('login', name);
    if (fields.has('user'))
        fields.set('user', name);
    if (fields.has('password'))
        fields.set('password', 'x');
    // The device flow's last question is a button with a name.
    if (/name="confirm"/.test(form[2]) || /value="yes"/.test(form[2]))
        fields.set('confirm', 'yes');
    page = await load(new URL(form[1].replaceAll('&amp;', '&'), page.url).href, fields);
}
console.log(page.status, page.text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 300));
