// Stands in for ngrok's agent, which would need the internet: its API alone, with an address that leads nowhere.
// Arguments: address and port to listen on.
import { createServer } from 'node:http';

const [address = '127.0.0.1', port = '0'] = process.argv.slice(2);
const endpoints = [{ name: 'command_line', url: 'https://stand-in.example', upstream: { url: 'http://traefik' } }];

createServer((request, response) => {
  const found = request.url === '/api/endpoints';
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(found ? { endpoints } : {}));
}).listen(Number(port), address);
