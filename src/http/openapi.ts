import type { TSchema } from 'typebox';
import type { Route } from '../kernel/route.ts';

interface ObjectSchema {
  type?: string;
  properties?: Record<string, object>;
  required?: string[];
}

/** The names in a path: `/api/dossiers/:id/assign` has `id`. */
export function pathNames(path: string): string[] {
  return Array.from(path.matchAll(/:([a-zA-Z]+)/g), (match) => match[1] ?? '');
}

const problem = { default: { $ref: '#/components/responses/Problem' } };
const done = (description: string) => ({
  200: { description, content: { 'application/json': { schema: {} } } },
  ...problem,
});

const reportFile = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', format: 'binary' } },
      },
    },
  },
};

/** What is neither act nor view: sessions, which are made before there is anybody to act, and uploads. */
const BESIDE: Record<string, Record<string, object>> = {
  '/api/session': {
    get: {
      operationId: 'session.see',
      summary: 'Who is signed in.',
      tags: ['session'],
      responses: done('Who it is.'),
    },
    post: {
      operationId: 'session.open',
      summary: 'Sign in with name and password; the answer sets the session cookie.',
      tags: ['session'],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['name', 'password'],
              additionalProperties: false,
              properties: { name: { type: 'string' }, password: { type: 'string' } },
            },
          },
        },
      },
      responses: done('Signed in.'),
    },
    delete: {
      operationId: 'session.close',
      summary: 'Sign out.',
      tags: ['session'],
      responses: done('Signed out.'),
    },
  },
  '/api/papers': {
    post: {
      operationId: 'papers.add-paper',
      summary: 'Upload a file as a paper.',
      tags: ['papers'],
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['file'],
              properties: { file: { type: 'string', format: 'binary' } },
            },
          },
        },
      },
      responses: done('The paper.'),
    },
  },
  '/api/checking/check': {
    post: {
      operationId: 'checking.check',
      summary: 'Check a report: findings, relations that hold, relations not tried. Nothing is kept.',
      tags: ['checking'],
      requestBody: {
        ...reportFile,
        content: {
          ...reportFile.content,
          'application/json': {
            schema: {
              type: 'object',
              required: ['text'],
              properties: { text: { type: 'string' }, format: { enum: ['txt', 'md'] } },
            },
          },
        },
      },
      responses: done('The findings.'),
    },
  },
  '/api/checking/annotate': {
    post: {
      operationId: 'checking.annotate',
      summary: 'The same .docx back with a Word comment at each finding.',
      tags: ['checking'],
      requestBody: reportFile,
      responses: {
        200: {
          description: 'The annotated document.',
          content: { 'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {} },
        },
        ...problem,
      },
    },
  },
};

/** The description of the API, drawn from the routes and their schemas alone: OpenAPI 3.1. */
export function openApi(routes: Route[], about: { version: string }): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const names = pathNames(route.path);
    const { input, output, name, summary } = describe(route);
    const schema = input as ObjectSchema;
    const required = new Set(schema.required ?? []);
    const parameters: object[] = [];
    const body: Record<string, object> = {};
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (names.includes(key)) parameters.push({ name: key, in: 'path', required: true, schema: value });
      else if (route.method === 'GET')
        parameters.push({ name: key, in: 'query', required: required.has(key), schema: value });
      else body[key] = value;
    }
    for (const key of names)
      if (!(key in (schema.properties ?? {})))
        parameters.push({ name: key, in: 'path', required: true, schema: { type: 'string' } });
    if ('act' in route) {
      parameters.push(
        {
          name: 'idempotency-key',
          in: 'header',
          required: false,
          schema: { type: 'string', maxLength: 100 },
          description: 'The same key twice has one effect and one answer.',
        },
        {
          name: 'x-haicap',
          in: 'header',
          required: true,
          schema: { const: '1' },
          description: 'Closes cross-site requests.',
        },
      );
    }
    const address = route.path.replace(/:([a-zA-Z]+)/g, '{$1}');
    paths[address] ??= {};
    paths[address][route.method.toLowerCase()] = {
      operationId: name,
      summary,
      tags: [name.split('.')[0]],
      parameters,
      ...(Object.keys(body).length > 0
        ? {
            requestBody: {
              required: true,
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    additionalProperties: false,
                    properties: body,
                    required: [...required].filter((key) => key in body),
                  },
                },
              },
            },
          }
        : {}),
      responses: {
        200: output
          ? { description: 'Done.', content: { 'application/json': { schema: output } } }
          : { description: 'A file.', content: { 'application/octet-stream': {} } },
        default: { $ref: '#/components/responses/Problem' },
      },
    };
  }
  for (const [address, operations] of Object.entries(BESIDE))
    paths[address] = { ...operations, ...paths[address] };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Haicấp',
      version: about.version,
      description:
        'One-stop dossiers of a province with two tiers. Refusals are problem+json with a stable `code`.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    paths,
    components: {
      responses: {
        Problem: {
          description: 'Refused, or failed.',
          content: {
            'application/problem+json': {
              schema: {
                type: 'object',
                required: ['type', 'title', 'status', 'code'],
                properties: {
                  type: { type: 'string' },
                  title: { type: 'string' },
                  status: { type: 'integer' },
                  code: { type: 'string' },
                  instance: { type: 'string' },
                  details: { type: 'object' },
                },
              },
            },
          },
        },
      },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'haicap' } },
    },
    security: [{ session: [] }, {}],
  };
}

function describe(route: Route): { name: string; summary: string; input: TSchema; output: TSchema | null } {
  if ('act' in route) return { ...route.act, name: route.act.name };
  if ('view' in route) return { ...route.view, name: route.view.name };
  return { name: route.name, summary: route.summary, input: route.input, output: null };
}
